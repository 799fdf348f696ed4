/** The root-signed anchors document: whom a relying party trusts, and for what. */
@NullMarked
package dev.sealwright.protocol.anchors;

import org.jspecify.annotations.NullMarked;

/** The anchors: what they say, and how those that operators approved are handed to the service. */
@NullMarked
package dev.sealwright.operator.trust;

import org.jspecify.annotations.NullMarked;

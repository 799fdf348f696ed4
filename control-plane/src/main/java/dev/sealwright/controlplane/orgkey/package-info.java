/** The key under which an organisation's secrets are sealed, and the life of its versions. */
@NullMarked
package dev.sealwright.controlplane.orgkey;

import org.jspecify.annotations.NullMarked;

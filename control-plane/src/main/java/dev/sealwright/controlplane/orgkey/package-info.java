/**
 * The key under which an organisation's secrets are sealed, and the life of its versions; that of
 * no organisation is the service's own, under which API keys stand.
 */
@NullMarked
package dev.sealwright.controlplane.orgkey;

import org.jspecify.annotations.NullMarked;

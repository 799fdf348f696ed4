/**
 * The keys a service needs, what the token must say of them before it starts, and what it tells of
 * them after.
 */
@NullMarked
package dev.sealwright.keyservice.inventory;

import org.jspecify.annotations.NullMarked;

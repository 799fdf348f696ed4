/** The way to PostgreSQL: transactions with their retries, statements, and the ids of rows. */
@NullMarked
package dev.sealwright.controlplane.storage;

import org.jspecify.annotations.NullMarked;

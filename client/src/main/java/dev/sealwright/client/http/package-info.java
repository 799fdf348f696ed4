/** Requests to the service: bounded, retried where that is harmless, problems typed. */
@NullMarked
package dev.sealwright.client.http;

import org.jspecify.annotations.NullMarked;

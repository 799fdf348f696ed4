/** The service as an operator reaches it: profile, connection, lists. */
@NullMarked
package dev.sealwright.operator.service;

import org.jspecify.annotations.NullMarked;

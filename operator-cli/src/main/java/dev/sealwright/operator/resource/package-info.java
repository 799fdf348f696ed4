/** Declarative resources: apply, get, list, delete. */
@NullMarked
package dev.sealwright.operator.resource;

import org.jspecify.annotations.NullMarked;

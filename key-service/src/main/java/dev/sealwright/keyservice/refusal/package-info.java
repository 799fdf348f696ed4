/** How an operation says no, and how it comes to believe a leaf. */
@NullMarked
package dev.sealwright.keyservice.refusal;

import org.jspecify.annotations.NullMarked;

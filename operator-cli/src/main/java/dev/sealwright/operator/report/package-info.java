/** Compliance reports: made by the service, verified here. */
@NullMarked
package dev.sealwright.operator.report;

import org.jspecify.annotations.NullMarked;

/** The log for people who review it: entries in files, and evidence checked without the service. */
@NullMarked
package dev.sealwright.operator.export;

import org.jspecify.annotations.NullMarked;

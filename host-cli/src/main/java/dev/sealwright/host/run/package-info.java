/** The agent, and what goes on beside it as long as it runs. */
@NullMarked
package dev.sealwright.host.run;

import org.jspecify.annotations.NullMarked;

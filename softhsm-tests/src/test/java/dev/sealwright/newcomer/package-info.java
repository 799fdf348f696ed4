/** What somebody sees who has the repository and nothing else. */
@NullMarked
package dev.sealwright.newcomer;

import org.jspecify.annotations.NullMarked;

/** What both command lines share: pinned TLS, problems, retry, private files. */
@NullMarked
package dev.sealwright.client;

import org.jspecify.annotations.NullMarked;

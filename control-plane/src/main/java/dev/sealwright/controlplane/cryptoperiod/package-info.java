/** For how long a key is to be used: originator- and recipient-usage periods (NIST SP 800-57). */
@NullMarked
package dev.sealwright.controlplane.cryptoperiod;

import org.jspecify.annotations.NullMarked;

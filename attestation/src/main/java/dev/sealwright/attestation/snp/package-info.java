/** AMD SEV-SNP attestation reports and the certificates of the keys that sign them. */
@NullMarked
package dev.sealwright.attestation.snp;

import org.jspecify.annotations.NullMarked;

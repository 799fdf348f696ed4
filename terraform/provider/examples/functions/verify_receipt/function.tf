output "minted_at" {
  value = provider::sealwright::verify_receipt(
    data.sealwright_anchors.now.root_fingerprint,
    data.sealwright_anchors.now.document,
    sealwright_bootstrap.web.leaf,
    sealwright_bootstrap.web.receipt,
  ).time
}

/** The control plane. This root package wires; features see {@code keyservice.api} only. */
@NullMarked
package dev.sealwright.controlplane;

import org.jspecify.annotations.NullMarked;

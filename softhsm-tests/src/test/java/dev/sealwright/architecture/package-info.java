/**
 * The arrows of the design and the rules of the house, held against the compiled classes of every
 * module.
 */
package dev.sealwright.architecture;

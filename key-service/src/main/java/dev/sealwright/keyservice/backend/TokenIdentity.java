package dev.sealwright.keyservice.backend;

/**
 * Which token this is, in its own words and trimmed.
 *
 * @param library description of the module that reached it
 * @param libraryVersion major.minor of the module
 * @param moduleFile file name of the module, without its folder
 */
public record TokenIdentity(
        String label,
        String serial,
        String manufacturer,
        String model,
        String firmware,
        String library,
        String libraryVersion,
        String moduleFile) {}

package dev.sealwright.architecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** What is shipped: no test classes, whether they lie in a folder or in an archive of tests. */
final class ProductionCode implements ImportOption {
    private static final ImportOption NO_FOLDER_OF_TESTS = new ImportOption.DoNotIncludeTests();

    @Override
    public boolean includes(Location location) {
        return NO_FOLDER_OF_TESTS.includes(location) && !location.contains("-tests.jar");
    }
}

// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibrariesTest {

    @Test
    void names_the_package_of_a_missing_library() {
        Throwable failure = new ExceptionInInitializerError(new UnsatisfiedLinkError(
                "/tmp/x.so: libpulse.so.0: cannot open shared object file: No such file or directory"));

        assertThat(NativeLibraries.explain(failure))
                .isEqualTo("The native WebRTC library needs libpulse.so.0;"
                        + " on Debian or Ubuntu: apt-get install libpulse0");
    }

    @Test
    void names_the_machine_when_there_is_no_library_for_it() {
        assertThat(NativeLibraries.explain(new RuntimeException("no such resource")))
                .contains(System.getProperty("os.arch"))
                .endsWith("no such resource");
    }
}

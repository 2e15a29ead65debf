// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Ends a process that has loaded the native WebRTC library.
 *
 * <p>{@link System#exit} and {@link Runtime#halt} both end in C's {@code exit}, which the JVM calls on a thread of its
 * own. {@code exit} runs the library's static destructors, and these drop references to Java objects. The thread may
 * not do that: HotSpot's {@code jni_AttachCurrentThread} returns {@code JNI_ERR} there. The library then writes "VM
 * attach current thread failed" to standard output, even after an orderly close. {@code _exit} ends the process without
 * the destructors.
 */
public final class Exit {

    private Exit() {}

    /** Ends the process now. No shutdown hook runs: call this at the end of the last one, or where there is none. */
    public static void now(int code) {
        System.out.flush();
        System.err.flush();
        end(code);
        Runtime.getRuntime().halt(code); // Where C has no _exit.
    }

    @SuppressWarnings("restricted") // The JVM is started with native access.
    private static void end(int code) {
        Linker linker = Linker.nativeLinker();
        Optional<MethodHandle> exit = linker.defaultLookup()
                .find("_exit")
                .map(address -> linker.downcallHandle(address, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
        if (exit.isPresent()) {
            call(exit.get(), code);
        }
    }

    private static void call(MethodHandle exit, int code) {
        try {
            exit.invokeExact(code);
        } catch (Throwable failure) {
            throw new IllegalStateException("_exit does not return", failure);
        }
    }
}

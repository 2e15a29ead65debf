// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import com.pulumi.core.Output;

/**
 * Secrets of the platform: made once, kept encrypted in the stack's state, the same after every {@code up}.
 *
 * @param turn signs TURN credentials; coturn and the credentials service share it
 * @param turnCaller lets signalling servers ask for such credentials
 * @param session signs the session cookies of visitors
 * @param lobby the password of our own Valkey
 */
public record PlatformSecrets(
        Output<String> turn, Output<String> turnCaller, Output<String> session, Output<String> lobby) {}

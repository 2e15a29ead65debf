// SPDX-License-Identifier: Apache-2.0
/**
 * The stack's configuration, read once.
 *
 * <p>{@code Pulumi.yaml} declares every setting with its type, default and description.
 * {@link app.pixel.infra.settings.Settings} gives them out typed, from their
 * {@link app.pixel.infra.settings.SettingsTree}. A value that is not allowed does not stop the reading: its sentence is
 * kept, and a stand-in is returned. At the end {@link app.pixel.infra.settings.Settings#finish} refuses the stack with
 * every sentence at once, unknown settings included.
 */
@NullMarked
package app.pixel.infra.settings;

import org.jspecify.annotations.NullMarked;

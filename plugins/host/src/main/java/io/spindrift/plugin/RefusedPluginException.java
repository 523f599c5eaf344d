package io.spindrift.plugin;

/// A plugin is not to be started; the message says why.
final class RefusedPluginException extends RuntimeException {
    RefusedPluginException(String message) {
        super(message);
    }
}

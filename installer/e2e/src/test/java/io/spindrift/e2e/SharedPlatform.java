package io.spindrift.e2e;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands one platform, its [Gallery] and one browser to all tests that ask for them; ended after
/// the last of them.
final class SharedPlatform implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Platform.class || type == Gallery.class || type == Browser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store =
                context.getRoot().getStore(ExtensionContext.Namespace.create(SharedPlatform.class));
        Class<?> type = parameter.getParameter().getType();
        if (type == Browser.class) {
            return store.computeIfAbsent(Browser.class, key -> Browser.start(), Browser.class);
        }
        Platform platform =
                store.computeIfAbsent(
                        Platform.class,
                        key ->
                                Platform.start(
                                        "shared",
                                        Map.of(
                                                "observed-logs",
                                                ForeignLogs.CLUSTER + "=" + ForeignLogs.folder())),
                        Platform.class);
        return type == Platform.class ? platform : Gallery.of(platform, store);
    }
}

package io.spindrift.runtime.kube;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Predicate;

/// What API servers tell is read without what nobody here asks for: of a pod's specification its
/// node alone, and no managed fields. That is most of a pod, in time and in memory; what is written
/// is written whole. So with the clients of [Connection] a pod must not be read, changed and
/// written back, and what the client library looks up in a specification (which container to
/// execute a command in) is not there.
final class SlimObjects extends SimpleModule {
    private static final Set<String> OF_POD_SPECS = Set.of("nodeName");
    private static final String MANAGED = "managedFields";

    SlimObjects() {
        super("slim objects");
        setDeserializerModifier(new Slimming());
    }

    private static final class Slimming extends BeanDeserializerModifier {
        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription type, BeanDeserializerBuilder into) {
            if (type.getBeanClass() == PodSpec.class) {
                passOver(into, name -> !OF_POD_SPECS.contains(name));
            } else if (type.getBeanClass() == ObjectMeta.class) {
                passOver(into, MANAGED::equals);
            }
            return into;
        }

        private static void passOver(BeanDeserializerBuilder builder, Predicate<String> names) {
            for (Iterator<SettableBeanProperty> each = builder.getProperties(); each.hasNext(); ) {
                String name = each.next().getName();
                if (names.test(name)) {
                    each.remove();
                    builder.addIgnorable(name);
                }
            }
        }
    }
}

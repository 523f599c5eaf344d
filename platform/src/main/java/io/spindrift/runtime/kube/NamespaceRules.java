package io.spindrift.runtime.kube;

import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.spindrift.app.AppSpec;
import io.spindrift.app.ContainerSpec;
import io.spindrift.app.Problem;
import io.spindrift.cluster.Capacity;
import io.spindrift.runtime.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a namespace lets its pods have: its quotas and limit ranges, as far as pods of Spark meet
/// them. Pure.
///
/// Kubernetes would turn a pod down only when it is made, and executors' pods are made by the
/// driver, which tries again without end; so it is said before anything runs.
///
/// @param limitRanges for containers and pods
record NamespaceRules(List<Quota> quotas, List<LimitRangeItem> limitRanges) {
    static final NamespaceRules NONE = new NamespaceRules(List.of(), List.of());

    /// Scopes that pods of ours are in: they ask for room, and have no deadline.
    private static final Set<String> OUR_SCOPES = Set.of("NotTerminating", "NotBestEffort");

    NamespaceRules {
        quotas = List.copyOf(quotas);
        limitRanges = List.copyOf(limitRanges);
    }

    /// One quota; what it says nothing about has no bound.
    ///
    /// @param used of it, by anyone
    /// @param limitsCpu whether every container must have a limit of CPU
    record Quota(String name, Share hard, Share used, boolean limitsCpu) {}

    static NamespaceRules of(List<ResourceQuota> quotas, List<LimitRange> ranges) {
        return new NamespaceRules(
                quotas.stream()
                        .filter(NamespaceRules::concernsUs)
                        .map(NamespaceRules::quota)
                        .toList(),
                ranges.stream().flatMap(range -> range.getSpec().getLimits().stream()).toList());
    }

    private static boolean concernsUs(ResourceQuota quota) {
        List<String> scopes = quota.getSpec().getScopes();
        return quota.getSpec().getHard() != null
                && quota.getSpec().getScopeSelector() == null
                && (scopes == null || OUR_SCOPES.containsAll(scopes));
    }

    private static Quota quota(ResourceQuota quota) {
        Map<String, Quantity> hard = quota.getSpec().getHard();
        Map<String, Quantity> used =
                quota.getStatus() == null || quota.getStatus().getUsed() == null
                        ? Map.of()
                        : quota.getStatus().getUsed();
        return new Quota(
                quota.getMetadata().getName(),
                share(hard, KubeParts.BOUNDLESS.milliCores()),
                share(used, 0),
                hard.containsKey("limits.cpu"));
    }

    private static Share share(Map<String, Quantity> amounts, long otherwise) {
        Quantity pods = first(amounts, "pods", "count/pods");
        return new Share(
                new Capacity(
                        Amounts.milliCores(first(amounts, "requests.cpu", "cpu"), otherwise),
                        Amounts.mib(first(amounts, "requests.memory", "memory"), otherwise)),
                Amounts.count(pods, otherwise));
    }

    private static @Nullable Quantity first(Map<String, Quantity> amounts, String... names) {
        for (String name : names) {
            Quantity amount = amounts.get(name);
            if (amount != null) {
                return amount;
            }
        }
        return null;
    }

    /// What pods of ours may have in all, when others keep what they have.
    ///
    /// @param ours what pods of ours have now, as far as it is counted in what is used
    Share left(Share ours) {
        long boundless = KubeParts.BOUNDLESS.milliCores();
        Share least = new Share(KubeParts.BOUNDLESS, boundless);
        for (Quota quota : quotas) {
            Capacity others = quota.used().capacity().less(ours.capacity());
            long otherPods = Math.max(0, quota.used().containers() - ours.containers());
            Capacity left = quota.hard().capacity().less(others);
            least =
                    new Share(
                            new Capacity(
                                    Math.min(least.capacity().milliCores(), left.milliCores()),
                                    Math.min(least.capacity().memoryMib(), left.memoryMib())),
                            Math.min(
                                    least.containers(),
                                    Math.max(0, quota.hard().containers() - otherPods)));
        }
        return least;
    }

    /// Why an application can never run there, each with the path of its field.
    List<Problem> problems(AppSpec spec, String namespace) {
        List<Problem> problems = new ArrayList<>();
        Share wanted =
                new Share(
                        new Capacity(spec.requestedMilliCores(), spec.requestedMemoryMib()),
                        1L + spec.executors().most());
        for (Quota quota : quotas) {
            if (!quota.hard().fits(wanted)) {
                problems.add(tooMuch(quota, wanted, namespace));
            }
            boolean unlimited =
                    spec.driver().pod().coreLimitMilliCores() == null
                            && limitRanges.stream().noneMatch(NamespaceRules::limitsCpu);
            if (quota.limitsCpu() && unlimited) {
                problems.add(
                        new Problem(
                                "INVALID_VALUE",
                                ("the quota %s of the namespace %s wants every container to have a"
                                                + " limit of CPU; give driver and executor a coreLimit")
                                        .formatted(quota.name(), namespace),
                                "driver.coreLimit"));
            }
        }
        container(problems, "driver", spec.driver(), namespace);
        if (spec.executors().most() > 0) {
            container(problems, "executor", spec.executor(), namespace);
        }
        return problems;
    }

    private static boolean limitsCpu(LimitRangeItem item) {
        return "Container".equals(item.getType())
                && ((item.getDefault() != null && item.getDefault().containsKey("cpu"))
                        || (item.getMax() != null && item.getMax().containsKey("cpu")));
    }

    private static Problem tooMuch(Quota quota, Share wanted, String namespace) {
        List<String> over = new ArrayList<>();
        Capacity asked = wanted.capacity();
        Capacity hard = quota.hard().capacity();
        over(over, asked.milliCores(), hard.milliCores(), "m of CPU");
        over(over, asked.memoryMib(), hard.memoryMib(), "Mi of memory");
        over(over, wanted.containers(), quota.hard().containers(), " pods");
        return new Problem(
                "DOES_NOT_FIT",
                "the quota %s of the namespace %s is too small for driver and executors: %s"
                        .formatted(quota.name(), namespace, String.join(", ", over)),
                "executor");
    }

    private static void over(List<String> over, long asked, long hard, String unit) {
        if (asked > hard) {
            over.add("they ask for %d%s, and it has %d".formatted(asked, unit, hard));
        }
    }

    private void container(
            List<Problem> problems, String name, ContainerSpec spec, String namespace) {
        for (LimitRangeItem item : limitRanges) {
            if (!Set.of("Container", "Pod").contains(item.getType())) {
                continue;
            }
            long cpu = spec.coreRequestMilliCores();
            long memory = spec.totalMemoryMib();
            Map<String, Quantity> max = Objects.requireNonNullElse(item.getMax(), Map.of());
            Map<String, Quantity> min = Objects.requireNonNullElse(item.getMin(), Map.of());
            if (cpu > Amounts.milliCores(max.get("cpu"), cpu)
                    || cpu < Amounts.milliCores(min.get("cpu"), cpu)) {
                problems.add(outside(name + ".coreRequest", cpu + "m", item, "cpu", namespace));
            }
            if (memory > Amounts.mib(max.get("memory"), memory)
                    || memory < Amounts.mib(min.get("memory"), 0)) {
                problems.add(outside(name + ".memory", memory + "Mi", item, "memory", namespace));
            }
        }
    }

    private static Problem outside(
            String path, String asked, LimitRangeItem item, String resource, String namespace) {
        Quantity least = item.getMin() == null ? null : item.getMin().get(resource);
        Quantity most = item.getMax() == null ? null : item.getMax().get(resource);
        return new Problem(
                "INVALID_VALUE",
                "it asks for %s, and a limit range of the namespace %s lets a %s have %s%s"
                        .formatted(
                                asked,
                                namespace,
                                item.getType().toLowerCase(Locale.ROOT),
                                least == null
                                        ? ""
                                        : "at least " + least + (most == null ? "" : ", "),
                                most == null ? "" : "at most " + most),
                path);
    }
}

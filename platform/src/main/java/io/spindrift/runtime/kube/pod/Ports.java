package io.spindrift.runtime.kube.pod;

import java.util.LinkedHashMap;
import java.util.Map;

/// The ports at which a driver listens.
public record Ports(Map<String, Integer> all) {
    static final String RPC = "driver-rpc-port";
    static final String BLOCKS = "blockmanager";
    static final String UI = "spark-ui";
    static final String CONNECT = "spark-connect";

    public static final int UI_PORT = 4040;
    private static final int RPC_PORT = 7078;
    private static final String BLOCKS_PORT = "7079";
    private static final String CONNECT_PORT = "15002";

    /// In the order in which Spark tells them.
    static Ports of(Draft draft) {
        Map<String, Integer> all = new LinkedHashMap<>();
        all.put(RPC, RPC_PORT);
        all.put(BLOCKS, Integer.valueOf(draft.get("spark.driver.blockManager.port", BLOCKS_PORT)));
        all.put(UI, UI_PORT);
        if (draft.spark.opensConnect()) {
            all.put(
                    CONNECT,
                    Integer.valueOf(draft.get("spark.connect.grpc.binding.port", CONNECT_PORT)));
        }
        return new Ports(all);
    }
}

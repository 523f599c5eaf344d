package io.spindrift.submit;

/// Others started this application, so only they can do what was asked. Answer 409.
public final class ObservedException extends RuntimeException {
    public ObservedException(String appId, String clusterId, String whatNot) {
        super(
                "the application '"
                        + appId
                        + "' was not started here but on '"
                        + clusterId
                        + "', which is only looked at: "
                        + whatNot);
    }
}

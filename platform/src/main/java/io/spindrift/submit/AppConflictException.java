package io.spindrift.submit;

/// The id is taken by an application that another request made. Answer 409.
public final class AppConflictException extends RuntimeException {
    public AppConflictException(String appId) {
        super("the application '" + appId + "' exists, made by another request; choose another id");
    }

    /// History knows runs by this id alone, so that it is given once among all clusters.
    AppConflictException(String appId, String otherCluster) {
        super(
                "the application '"
                        + appId
                        + "' exists on the cluster '"
                        + otherCluster
                        + "'; choose another id");
    }
}

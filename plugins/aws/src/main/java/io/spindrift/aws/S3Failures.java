package io.spindrift.aws;

import io.spindrift.cloud.CloudException;
import io.spindrift.cloud.MissingException;
import io.spindrift.cloud.RefusedException;
import io.spindrift.cloud.UnavailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/// What to do about a failure of the SDK.
final class S3Failures {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;
    static final int PRECONDITION = 412;
    static final int RANGE = 416;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int REDIRECT = 300;
    private static final int BAD_REQUEST = 400;
    private static final int SERVER_FAULT = 500;

    private S3Failures() {}

    static int status(SdkException e) {
        return e instanceof AwsServiceException service ? service.statusCode() : 0;
    }

    static CloudException of(String what, SdkException e) {
        int status = status(e);
        String message = "cannot " + what + ": " + reason(e);
        if (e instanceof NoSuchBucketException) {
            return new RefusedException(message, e);
        }
        if (status == NOT_FOUND) {
            return new MissingException(message, e);
        }
        boolean later = status == TIMEOUT || status == TOO_MANY || status == CONFLICT;
        boolean ourFault = status >= BAD_REQUEST && status < SERVER_FAULT && !later;
        if (ourFault || isNobody(e)) {
            return new RefusedException(message, e);
        }
        return new UnavailableException(message, e);
    }

    /// Redirects come when the region is wrong.
    private static boolean isNobody(SdkException e) {
        int status = status(e);
        return (status >= REDIRECT && status < BAD_REQUEST)
                || String.valueOf(e.getMessage()).contains("Unable to load credentials");
    }

    /// Without the SDK's ids of requests, so that the same failure has the same words.
    private static String reason(SdkException e) {
        if (e instanceof AwsServiceException service && service.awsErrorDetails() != null) {
            String code = service.awsErrorDetails().errorCode();
            String message = service.awsErrorDetails().errorMessage();
            return (message == null || message.isBlank() ? "S3 says " + code : message)
                    + " (status "
                    + service.statusCode()
                    + ")";
        }
        return String.valueOf(e.getMessage());
    }
}

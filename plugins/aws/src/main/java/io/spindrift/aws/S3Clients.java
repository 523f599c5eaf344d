package io.spindrift.aws;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Makes clients of S3.
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofSeconds(60);

    private S3Clients() {}

    static S3Client client(S3Settings settings) {
        S3ClientBuilder builder =
                S3Client.builder()
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(SILENCE))
                        .credentialsProvider(credentials(settings))
                        .forcePathStyle(settings.pathStyle())
                        .overrideConfiguration(
                                each -> each.apiCallTimeout(CALL).retryStrategy(RetryMode.STANDARD))
                        // Others that speak S3's protocol do not know its newer checksums.
                        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        String region = settings.region();
        if (region != null) {
            builder.region(Region.of(region));
        } else if (settings.endpoint() != null) {
            builder.region(Region.US_EAST_1); // only signed with, elsewhere
        }
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        String id = settings.accessKeyId();
        String secret = settings.secretAccessKey();
        if (id == null || secret == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        String token = settings.sessionToken();
        AwsCredentials given =
                token == null
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token);
        return StaticCredentialsProvider.create(given);
    }
}

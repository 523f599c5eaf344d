package io.spindrift.http;

/// Answers one call, or throws what [Failures] turns into an answer.
@FunctionalInterface
interface Endpoint {
    void answer(Call call) throws Exception;
}

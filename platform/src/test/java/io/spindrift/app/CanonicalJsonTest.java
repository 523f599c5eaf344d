package io.spindrift.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

final class CanonicalJsonTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void text_orderSpacesAndNumberForms_makeNoDifference() throws Exception {
        assertThat(canonical("{\"b\": [1.0, {\"y\": 2, \"x\": null}], \"a\": 1e2, \"c\": 0.0}"))
                .isEqualTo(canonical("{\"c\":0,\"a\":100,\"b\":[1,{\"y\":2.00}]}"));
    }

    @Test
    void text_orderInLists_makesADifference() throws Exception {
        assertThat(canonical("[1,2]")).isNotEqualTo(canonical("[2,1]"));
    }

    @Test
    void text_ofAnything_isJsonAgain() throws Exception {
        String text = canonical("{\"q\\\"\": \"line\\nä\", \"e\": [], \"o\": {}, \"t\": true}");
        assertThat(canonical(text)).isEqualTo(text);
    }

    private static String canonical(String json) throws Exception {
        return CanonicalJson.text(JSON.readTree(json));
    }
}

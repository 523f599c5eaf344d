package io.spindrift.app;

import java.util.List;

/// A part of a list.
///
/// @param total how many the filter matches
public record AppPage(List<AppSummary> items, int total) {
    public AppPage {
        items = List.copyOf(items);
    }
}

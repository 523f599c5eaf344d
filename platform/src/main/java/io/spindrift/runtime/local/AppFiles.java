package io.spindrift.runtime.local;

import io.spindrift.app.AppDeps;
import io.spindrift.app.AppSpec;
import io.spindrift.app.AppType;
import io.spindrift.app.Problem;
import io.spindrift.blob.BlobStore;
import io.spindrift.blob.BlobUri;
import io.spindrift.runtime.LaunchRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The files that an application names: uploaded ones (`spindrift://file/...`), ones of this
/// machine (a path, `file:` or `local:`), and ones that Spark fetches itself (any other scheme).
final class AppFiles {
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*):.*");
    private static final int ID_LETTERS = 12;

    private final BlobStore blobs;

    AppFiles(BlobStore blobs) {
        this.blobs = blobs;
    }

    /// Files that are named and not there, each by its field.
    List<Problem> problems(AppSpec spec) {
        List<Problem> problems = new ArrayList<>();
        check(problems, "mainApplicationFile", spec.mainApplicationFile());
        AppDeps deps = spec.deps();
        checkAll(problems, "deps.jars", deps.jars());
        checkAll(problems, "deps.files", deps.files());
        checkAll(problems, "deps.pyFiles", deps.pyFiles());
        checkAll(problems, "deps.archives", deps.archives());
        return problems;
    }

    /// Copies what was uploaded to where Spark sees it.
    ///
    /// Copies, not links: a program could write through a link into what others will run.
    SparkFiles bring(AppSpec spec, Path folder, SparkUser user) {
        AppDeps deps = spec.deps();
        String main = bring(spec.mainApplicationFile(), folder, user);
        return new SparkFiles(
                spec.type() == AppType.SQL
                        ? localPath(main).map(Path::toString).orElse(main)
                        : main,
                bringAll(deps.jars(), folder, user),
                bringAll(deps.files(), folder, user),
                bringAll(deps.pyFiles(), folder, user),
                bringAll(deps.archives(), folder, user));
    }

    private List<String> bringAll(List<String> files, Path folder, SparkUser user) {
        return files.stream().map(file -> bring(file, folder, user)).toList();
    }

    private String bring(String file, Path folder, SparkUser user) {
        String name = fragment(file).isEmpty() ? file : file.substring(0, file.indexOf('#'));
        Optional<BlobUri> uploaded = BlobUri.parse(name);
        if (uploaded.isEmpty()) {
            return localPath(name).map(path -> path + fragment(file)).orElse(file);
        }
        BlobUri uri = uploaded.get();
        if (blobs.find(uri.id()).isEmpty()) {
            throw new LaunchRefusedException(missing(file));
        }
        Path own = folder.resolve(uri.id().toString().substring(0, ID_LETTERS));
        Path target = own.resolve(uri.name());
        try {
            user.readable(own);
            Files.copy(blobs.path(uri.id()), target, StandardCopyOption.REPLACE_EXISTING);
            user.give(target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + file + " to " + target, e);
        }
        return target + fragment(file);
    }

    private void checkAll(List<Problem> problems, String field, List<String> files) {
        for (int i = 0; i < files.size(); i++) {
            check(problems, field + "[" + i + "]", files.get(i));
        }
    }

    private void check(List<Problem> problems, String field, String file) {
        String name = fragment(file).isEmpty() ? file : file.substring(0, file.indexOf('#'));
        boolean there;
        try {
            there =
                    BlobUri.parse(name)
                            .map(uri -> blobs.find(uri.id()).isPresent())
                            .orElseGet(() ->
                                    localPath(name)
                                            .map(path -> Files.isReadable(path))
                                            .orElse(true));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem("INVALID_VALUE", file + ": " + e.getMessage(), field));
            return;
        }
        if (!there) {
            problems.add(new Problem("NO_SUCH_FILE", missing(file), field));
        }
    }

    private static String missing(String file) {
        return file.startsWith(BlobUri.PREFIX)
                ? "no such file was uploaded, or it was removed: " + file
                : "there is no file " + file + " on this machine that can be read";
    }

    /// Empty for a scheme that Spark fetches from.
    private static Optional<Path> localPath(String file) {
        if (!SCHEME.matcher(file).matches()) {
            Path path = Path.of(file);
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException(
                        "a file of this machine is named by its whole path; to run one of yours,"
                                + " upload it");
            }
            return Optional.of(path);
        }
        if (!file.startsWith("file:") && !file.startsWith("local:")) {
            return Optional.empty();
        }
        String path = URI.create(file).getPath();
        if (path == null || path.isEmpty()) {
            throw new IllegalArgumentException("this URI names no path");
        }
        return Optional.of(Path.of(path));
    }

    /// The name that an archive gets is given behind a `#`.
    private static String fragment(String file) {
        int at = file.indexOf('#');
        return at < 0 ? "" : file.substring(at);
    }
}

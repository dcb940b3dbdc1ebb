package io.asyncio4j.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A parsed source file: its tree, and the means to ask for comments and line numbers. */
record SourceFile(CompilationUnitTree tree, Trees trees) {
    /** Parses files of the repository. */
    static List<SourceFile> parse(List<Path> files) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            return parseObjects(manager.getJavaFileObjectsFromPaths(files));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the sources", e);
        }
    }

    /** Parses a source given as text: what a rule is shown when it must refuse something. */
    static SourceFile parse(String text) {
        var object =
                new SimpleJavaFileObject(
                        URI.create("string:///Text.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                };
        return parseObjects(List.of(object)).getFirst();
    }

    private static List<SourceFile> parseObjects(Iterable<? extends JavaFileObject> objects) {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, null, null, null, objects);
        var trees = Trees.instance(task);
        try {
            var files = new ArrayList<SourceFile>();
            task.parse().forEach(tree -> files.add(new SourceFile(tree, trees)));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot parse the sources", e);
        }
    }

    /**
     * The comment of the package that a {@code package-info.java} declares, empty if it has none.
     */
    String packageComment() {
        var comment = trees.getDocComment(TreePath.getPath(tree, tree.getPackage()));
        return comment == null ? "" : comment;
    }

    /** The name of the package, empty for none. */
    String packageName() {
        return tree.getPackageName() == null ? "" : tree.getPackageName().toString();
    }

    /** The file as a reader finds it: relative to the repository. */
    String name() {
        var uri = tree.getSourceFile().toUri();
        return uri.getScheme().equals("file")
                ? Repository.ROOT.relativize(Path.of(uri)).toString()
                : uri.getPath().substring(1);
    }
}

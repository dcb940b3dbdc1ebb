package io.asyncio4j.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

import javax.lang.model.element.Modifier;

/**
 * A type or member as a source file declares it.
 *
 * @param place the file and the line
 * @param isVisible whether users of the package see it, and so do all types around it
 * @param comment its doc comment, empty if it has none
 */
record Declaration(String place, Tree tree, boolean isVisible, boolean isNested, String comment) {
    private static final Set<Tree.Kind> INTERFACES =
            Set.of(Tree.Kind.INTERFACE, Tree.Kind.ANNOTATION_TYPE);

    /** All declarations of the file, but those inside of methods. */
    static List<Declaration> of(SourceFile file) {
        var scanner = new Scanner(file);
        scanner.scan(new TreePath(file.tree()), null);
        return scanner.found;
    }

    boolean isType() {
        return tree instanceof ClassTree;
    }

    /** Whether the comment may be left to the type above. */
    boolean isOverride() {
        return tree instanceof MethodTree method
                && method.getModifiers().getAnnotations().stream()
                        .anyMatch(
                                annotation ->
                                        annotation
                                                .getAnnotationType()
                                                .toString()
                                                .equals("Override"));
    }

    /** The comment without block tags. */
    String description() {
        return comment.split("(?m)^\\s*@", 2)[0].strip();
    }

    @Override
    public String toString() {
        var name =
                switch (tree) {
                    case ClassTree type -> type.getSimpleName();
                    case MethodTree method -> method.getName();
                    case VariableTree field -> field.getName();
                    default -> throw new AssertionError("not a declaration: " + tree);
                };
        return place + " " + name;
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {
        private final SourceFile file;
        private final List<Declaration> found = new ArrayList<>();
        private final Deque<Tree.Kind> around = new ArrayDeque<>();

        /** Whether all types around the current place are visible. */
        private boolean isAroundVisible = true;

        Scanner(SourceFile file) {
            this.file = file;
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            var wasVisible = isAroundVisible;
            isAroundVisible = add(type, type.getModifiers());
            around.push(type.getKind());
            super.visitClass(type, null);
            around.pop();
            isAroundVisible = wasVisible;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            add(method, method.getModifiers());
            return null;
        }

        @Override
        public Void visitVariable(VariableTree field, Void nothing) {
            add(field, field.getModifiers());
            return null;
        }

        private boolean add(Tree tree, ModifiersTree modifiers) {
            var isVisible = isAroundVisible && isVisible(modifiers.getFlags());
            var comment = file.trees().getDocComment(getCurrentPath());
            found.add(
                    new Declaration(
                            file.name() + ":" + line(tree),
                            tree,
                            isVisible,
                            !around.isEmpty(),
                            comment == null ? "" : comment));
            return isVisible;
        }

        private boolean isVisible(Set<Modifier> flags) {
            var isPublicByDefault = !around.isEmpty() && INTERFACES.contains(around.peek());
            return flags.contains(Modifier.PUBLIC)
                    || flags.contains(Modifier.PROTECTED)
                    || (isPublicByDefault && !flags.contains(Modifier.PRIVATE));
        }

        private long line(Tree tree) {
            var position = file.trees().getSourcePositions().getStartPosition(file.tree(), tree);
            return file.tree().getLineMap().getLineNumber(position);
        }
    }
}

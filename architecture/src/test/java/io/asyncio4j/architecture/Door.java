package io.asyncio4j.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A method or constructor that users can call, with what its source says of it.
 *
 * @param comment its own doc comment, empty if it has none
 * @param typeComment the doc comment of its type
 * @param names the names of its parameters
 */
record Door(Executable executable, String comment, String typeComment, List<String> names) {
    private static final Set<String> OF_EVERY_OBJECT =
            Set.of("equals", "hashCode", "toString", "compareTo");

    private static final List<SourceFile> SOURCES = SourceFile.parse(Repository.mainSources());

    /**
     * All doors of the packages that the modules of these names export, but for those of net's spi:
     * what a network is asked has passed a door of net.
     */
    static List<Door> of(Set<String> modules) {
        return Compiled.modules().stream()
                .filter(module -> modules.contains(module.name()))
                .flatMap(module -> module.exports().stream())
                .filter(exports -> !exports.source().equals("io.asyncio4j.net.spi"))
                .flatMap(exports -> sources(exports.source()))
                .flatMap(file -> Declaration.of(file).stream().flatMap(each -> of(file, each)))
                .toList();
    }

    private static Stream<SourceFile> sources(String packageName) {
        return SOURCES.stream().filter(file -> file.packageName().equals(packageName));
    }

    private static Stream<Door> of(SourceFile file, Declaration declaration) {
        return declaration.isVisible() && declaration.tree() instanceof ClassTree tree
                ? of(load(file, tree), declaration.comment(), file).stream()
                : Stream.of();
    }

    private static List<Door> of(Class<?> type, String typeComment, SourceFile file) {
        List<Door> doors = new ArrayList<>();
        Stream.of(type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream)
                .filter(each -> Modifier.isPublic(each.getModifiers()) && !each.isSynthetic())
                .filter(each -> !OF_EVERY_OBJECT.contains(each.getName()))
                .filter(each -> !type.isEnum())
                .forEach(each -> doors.add(of(each, typeComment, file)));
        return doors;
    }

    private static Door of(Executable executable, String typeComment, SourceFile file) {
        if (isCanonical(executable)) {
            RecordComponent[] components = executable.getDeclaringClass().getRecordComponents();
            var names = Arrays.stream(components).map(RecordComponent::getName).toList();
            return new Door(executable, "", typeComment, names);
        }
        return Declaration.of(file).stream()
                .filter(each -> each.tree() instanceof MethodTree tree && is(executable, tree))
                .findFirst()
                .map(each -> new Door(executable, each.comment(), typeComment, names(each)))
                .orElseGet(() -> new Door(executable, "", typeComment, List.of()));
    }

    private static boolean isCanonical(Executable executable) {
        Class<?> type = executable.getDeclaringClass();
        return type.isRecord()
                && executable instanceof Constructor<?>
                && executable.getParameterCount() == type.getRecordComponents().length;
    }

    private static List<String> names(Declaration declaration) {
        return ((MethodTree) declaration.tree())
                .getParameters().stream().map(each -> each.getName().toString()).toList();
    }

    private static boolean is(Executable executable, MethodTree tree) {
        var name = executable instanceof Method method ? method.getName() : "<init>";
        var declared = tree.getParameters().stream().map(each -> simple(each.getType().toString()));
        var compiled =
                Arrays.stream(executable.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .map(Door::simple);
        return tree.getName().contentEquals(name) && declared.toList().equals(compiled.toList());
    }

    /** The last part of a type's name, without its arguments. */
    private static String simple(String type) {
        return type.replace("...", "[]")
                .replaceAll("<.*>", "")
                .replaceAll("@\\S+ ", "")
                .replaceAll("[\\w.$]*[.$]", "");
    }

    private static Class<?> load(SourceFile file, ClassTree tree) {
        return Compiled.classes().stream()
                .filter(type -> type.getPackageName().equals(file.packageName()))
                .filter(type -> type.getSimpleName().contentEquals(tree.getSimpleName()))
                .findFirst()
                .orElseThrow()
                .reflect();
    }

    Class<?> type() {
        return executable.getDeclaringClass();
    }

    boolean needsInstance() {
        return executable instanceof Method method && !Modifier.isStatic(method.getModifiers());
    }

    /** Whether it has no words of its own, because those of the type above hold. */
    private boolean isToldOfAbove() {
        return comment.isEmpty()
                && Stream.concat(
                                Stream.of(type().getSuperclass()),
                                Arrays.stream(type().getInterfaces()))
                        .filter(above -> above != null)
                        .flatMap(above -> Arrays.stream(above.getMethods()))
                        .anyMatch(
                                above ->
                                        above.getName().equals(executable.getName())
                                                && Arrays.equals(
                                                        above.getParameterTypes(),
                                                        executable.getParameterTypes()));
    }

    /** Whether its words allow calls from any thread. */
    boolean isForAnyThread() {
        return executable instanceof Constructor<?>
                || isToldOfAbove()
                || comment.matches("(?s).*\\b([Aa]ny\\s+thread|Threads:\\s+any)\\b.*")
                || !typeComment.matches("(?s).*\\bConfined\\s+to\\s+the\\s+loop\\b.*");
    }

    Parameter[] parameters() {
        return executable.getParameters();
    }

    /** Calls it, and throws what it throws. */
    Object call(Object instance, Object[] arguments) throws Throwable {
        try {
            return executable instanceof Constructor<?> constructor
                    ? constructor.newInstance(arguments)
                    : ((Method) executable).invoke(instance, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Override
    public String toString() {
        var types = Arrays.stream(executable.getParameterTypes()).map(Class::getSimpleName);
        var name = executable instanceof Method method ? method.getName() : "new";
        return type().getSimpleName() + "." + name + "(" + String.join(", ", types.toList()) + ")";
    }
}

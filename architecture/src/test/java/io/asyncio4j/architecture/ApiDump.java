package io.asyncio4j.architecture;

import static java.util.stream.Collectors.joining;

import java.lang.module.ModuleDescriptor;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The public API of a module as text: a line for each type and each member that users can name.
 * Left out is what every type of its kind has: the methods of {@code Object}, the constructor and
 * the accessors of a record, {@code values} and {@code valueOf} of an enum.
 */
final class ApiDump {
    private static final int SHOWN =
            Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;

    /** Nothing of these is for users to call on a type of ours in particular. */
    private static final Set<String> OBJECT_METHODS = Set.of("equals", "hashCode", "toString");

    private final String packageName;

    private ApiDump(String packageName) {
        this.packageName = packageName;
    }

    /** Dumps those of {@code types} that the module exports. */
    static String of(ModuleDescriptor module, Collection<Class<?>> types) {
        return module.exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .sorted()
                .map(name -> new ApiDump(name).packageDump(types))
                .collect(joining("\n"));
    }

    private String packageDump(Collection<Class<?>> types) {
        return types.stream()
                .filter(type -> type.getPackageName().equals(packageName))
                .filter(ApiDump::isReachable)
                .sorted(Comparator.comparing(Class::getName))
                .map(type -> "\n" + header(type) + "\n" + members(type))
                .collect(joining("", "package " + packageName + "\n", ""));
    }

    private String header(Class<?> type) {
        return modifiers(type.getModifiers() & ~kindModifiers(type))
                + (type.isSealed() ? "sealed " : "")
                + kind(type)
                + " "
                + shorten(type.getTypeName())
                + typeParameters(type)
                + components(type)
                + superclass(type)
                + list(
                        type.isInterface() ? " extends " : " implements ",
                        type.getAnnotatedInterfaces());
    }

    private String superclass(Class<?> type) {
        var isOfAnotherKind = type.isInterface() || type.isEnum() || type.isRecord();
        return isOfAnotherKind || type.getSuperclass() == Object.class
                ? ""
                : list(" extends ", type.getAnnotatedSuperclass());
    }

    private String components(Class<?> type) {
        return type.isRecord()
                ? Arrays.stream(type.getRecordComponents())
                        .map(part -> name(part.getAnnotatedType()) + " " + part.getName())
                        .collect(joining(", ", "(", ")"))
                : "";
    }

    private String members(Class<?> type) {
        var fields =
                Arrays.stream(type.getDeclaredFields())
                        .filter(field -> isVisible(field.getModifiers()))
                        .map(field -> new Line(field.getName(), field(field)));
        var constructors =
                Arrays.stream(type.getDeclaredConstructors())
                        .filter(constructor -> isListed(constructor) && !type.isRecord())
                        .map(constructor -> new Line("", executable(constructor, "new")));
        var methods =
                Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> isListed(method) && !isImplied(method))
                        .map(method -> new Line(method.getName(), method(method)));
        return Stream.of(fields, constructors, methods)
                .flatMap(Stream::sorted)
                .map(line -> "    " + line.text() + "\n")
                .collect(joining());
    }

    private String field(Field field) {
        return field.isEnumConstant()
                ? field.getName()
                : modifiers(field.getModifiers())
                        + name(field.getAnnotatedType())
                        + " "
                        + field.getName();
    }

    private String method(Method method) {
        var result = name(method.getAnnotatedReturnType());
        return executable(
                method, (method.isDefault() ? "default " : "") + result + " " + method.getName());
    }

    private String executable(Executable executable, String name) {
        var isInInterface = executable.getDeclaringClass().isInterface();
        var types = typeParameters(executable);
        var parameters = list("", executable.getAnnotatedParameterTypes());
        return modifiers(executable.getModifiers() & ~(isInInterface ? Modifier.ABSTRACT : 0))
                + (types.isEmpty() ? "" : types + " ")
                + name
                + "("
                + (executable.isVarArgs() ? parameters.replaceFirst("\\[]$", "...") : parameters)
                + ")"
                + list(" throws ", executable.getAnnotatedExceptionTypes());
    }

    private String typeParameters(GenericDeclaration declaration) {
        var parameters = declaration.getTypeParameters();
        return parameters.length == 0
                ? ""
                : Arrays.stream(parameters)
                        .map(this::typeParameter)
                        .collect(joining(", ", "<", ">"));
    }

    private String typeParameter(TypeVariable<?> parameter) {
        var bounds = list(" extends ", parameter.getAnnotatedBounds()).replace(", ", " & ");
        return parameter.getName() + (bounds.equals(" extends Object") ? "" : bounds);
    }

    private String list(String before, AnnotatedType... types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(this::name).collect(joining(", ", before, ""));
    }

    private String name(AnnotatedType type) {
        return shorten(type.toString());
    }

    /** Shortens the names that a reader knows: of java.lang, java.util, java.time and our own. */
    private String shorten(String names) {
        return names.replace("org.jspecify.annotations.Nullable()", "Nullable")
                .replaceAll("\\bjava\\.(lang|util|time)\\.(?=[@A-Z])", "")
                .replaceAll("\\b" + packageName + "\\.(?=[@A-Z])", "")
                .replace('$', '.');
    }

    private static String modifiers(int modifiers) {
        var shown = Modifier.toString(modifiers & SHOWN);
        return shown.isEmpty() ? "" : shown + " ";
    }

    private static int kindModifiers(Class<?> type) {
        var implied = type.isInterface() ? Modifier.ABSTRACT | Modifier.STATIC : 0;
        return type.isRecord() || type.isEnum() ? Modifier.FINAL | Modifier.STATIC : implied;
    }

    private static String kind(Class<?> type) {
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isRecord()) {
            return "record";
        }
        return type.isEnum() ? "enum" : "class";
    }

    private static boolean isImplied(Method method) {
        var type = method.getDeclaringClass();
        if (OBJECT_METHODS.contains(method.getName())) {
            return true;
        }
        if (type.isEnum()) {
            return method.getName().equals("values") || method.getName().equals("valueOf");
        }
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(part -> part.getAccessor().equals(method));
    }

    private static boolean isListed(Executable executable) {
        return isVisible(executable.getModifiers()) && !executable.isSynthetic();
    }

    /** Whether the type and all types around it are visible. */
    private static boolean isReachable(Class<?> type) {
        return isVisible(type.getModifiers())
                && (type.getEnclosingClass() == null || isReachable(type.getEnclosingClass()));
    }

    private static boolean isVisible(int modifiers) {
        return (modifiers & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    /** A line about a member, with the name by which a reader looks for it. */
    private record Line(String name, String text) implements Comparable<Line> {
        @Override
        public int compareTo(Line other) {
            return Comparator.comparing(Line::name).thenComparing(Line::text).compare(this, other);
        }
    }
}

/**
 * Checks the format of every Java file below the working directory, or rewrites them: {@code java
 * tools/Format.java google-java-format-all-deps.jar check|fix}.
 */
void main(String[] args) throws Exception {
    var fix = args[1].equals("fix");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(List.of(java, "-jar", args[0], "--aosp"));
    command.addAll(fix ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    command.addAll(javaFiles());
    var status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0 && !fix) {
        IO.println(
                "Not formatted: the files above. To format them: ./mvnw -N validate -Dformat=fix");
    }
    System.exit(status);
}

List<String> javaFiles() throws IOException {
    try (var files = Files.walk(Path.of("."))) {
        return files.map(Path::toString)
                .filter(file -> file.endsWith(".java"))
                .filter(file -> !file.contains("/target/"))
                .sorted()
                .toList();
    }
}

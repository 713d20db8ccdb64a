package peers;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import org.h2.engine.Constants;

/** What the peers on Java share: the command line, the process, the loop with its warm-up, and the line that `run` reads. */
public abstract class Peer {
  private static final int COMMANDS = 6;  // of one case: the start and five steps
  private static final String GUARD =
      "<conditionExpression xsi:type=\"tFormalExpression\">${cost &lt; 1000}</conditionExpression>";

  protected record Step(String activity, String person) {}

  protected static final Step[] STEPS = {
      new Step("assess", "ann"), new Step("approve", "lea"), new Step("build", "ann"), new Step("test", "ben"), new Step("close", "lea")};

  /** Engine and version. */
  protected abstract String name();

  /** Starts the engine on this database, with the process given as BPMN; without a history, or with as much as the engine keeps by default. */
  protected abstract void start(String url, boolean withHistory, String bpmn);

  /** Plays a case as far as it goes. */
  protected abstract void play(int cost);

  /** How many cases are open in the database now. */
  protected abstract long openCases();

  /** How many cases have come to this end, as the history says. */
  protected abstract long casesEndedAt(String end);

  protected abstract void stop();

  /**
   * VARIANT FOLDER. Says that it is ready; then plays cases for as long as each line asks for ("wall 2" or "cpu 30", in seconds) and
   * answers with a line. At the end of the lines it looks whether every case came to its end.
   */
  protected final void run(String[] arguments) throws IOException {
    String variant = arguments[0];
    String folder = arguments[1];

    boolean withHistory = !variant.endsWith("-bare");
    String url = variant.startsWith("memory") ? "jdbc:h2:mem:peers;DB_CLOSE_DELAY=-1" : "jdbc:h2:file:" + folder + "/cases;DB_CLOSE_ON_EXIT=FALSE";
    // As H2 stands a commit may wait for half a second before it is written.
    if (variant.startsWith("written")) url += ";WRITE_DELAY=0";
    start(url, withHistory, bpmn());

    play(5000);
    must(openCases() == 0, "the guard doesn't end the case that it should");
    if (withHistory) must(casesEndedAt("refused") == 1 && casesEndedAt("closed") == 0, "the guard lets through what it should not");

    System.out.printf("{\"version\": \"%s, H2 %s, Java %s\"}%n", name(), Constants.VERSION, System.getProperty("java.version"));
    long cases = 0;
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      cases += playFor(words[0].equals("cpu") ? Peer::cpuSeconds : Peer::seconds, Double.parseDouble(words[1]));
    }

    must(openCases() == 0, "a case was left open");
    if (withHistory) must(casesEndedAt("closed") == cases, "not every case came to its end");
    stop();
  }

  private long playFor(DoubleSupplier used, double limit) throws IOException {
    double beganUsed = used.getAsDouble();
    double began = seconds();
    double beganCpu = cpuSeconds();
    long cases = 0;
    do {
      play(500);
      ++cases;
    } while (used.getAsDouble() - beganUsed < limit);
    System.out.printf(Locale.ROOT, "{\"cases\": %d, \"steps\": %d, \"seconds\": %.6f, \"cpu_seconds\": %.6f, \"peak_kb\": %d}%n",
        cases, cases * COMMANDS, seconds() - began, cpuSeconds() - beganCpu, peakKb());
    return cases;
  }

  private static double seconds() {
    return System.nanoTime() / 1e9;
  }

  /** Of the whole program: with what compiles and what collects garbage. */
  private static double cpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
  }

  private static String bpmn() throws IOException {
    return Files.readString(Path.of(System.getenv("PEERS_BPMN"))).replaceFirst("(?m)^ *GUARD$", Matcher.quoteReplacement(GUARD));
  }

  private static void must(boolean holds, String what) {
    if (!holds) throw new IllegalStateException(what);
  }

  private static long peakKb() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status")))
      if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", ""));
    return 0;
  }
}

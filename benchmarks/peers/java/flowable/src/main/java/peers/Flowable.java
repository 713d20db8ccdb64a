package peers;

import java.util.Map;
import org.flowable.common.engine.impl.history.HistoryLevel;
import org.flowable.common.engine.impl.identity.Authentication;
import org.flowable.engine.ProcessEngine;
import org.flowable.engine.ProcessEngineConfiguration;
import org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.flowable.task.api.Task;

/** Flowable, embedded: as it stands, without the executor of asynchronous jobs, which has nothing to do. */
public final class Flowable extends Peer {
  private ProcessEngine engine;

  public static void main(String[] arguments) throws Exception {
    new Flowable().run(arguments);
  }

  @Override
  protected String name() {
    return "Flowable " + ProcessEngine.VERSION;
  }

  @Override
  protected void start(String url, boolean withHistory, String bpmn) {
    StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
    configuration.setJdbcUrl(url);
    configuration.setJdbcDriver("org.h2.Driver");
    configuration.setJdbcUsername("sa");
    configuration.setJdbcPassword("");
    configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    configuration.setAsyncExecutorActivate(false);
    configuration.setHistoryLevel(withHistory ? HistoryLevel.AUDIT : HistoryLevel.NONE);
    engine = configuration.buildProcessEngine();
    engine.getRepositoryService().createDeployment().addString("request.bpmn", bpmn).deploy();
  }

  @Override
  protected void play(int cost) {
    Authentication.setAuthenticatedUserId("ann");
    String id = engine.getRuntimeService().startProcessInstanceByKey("request").getId();
    for (Step step : STEPS) {
      Task task = engine.getTaskService().createTaskQuery().processInstanceId(id).taskDefinitionKey(step.activity()).singleResult();
      if (task == null) return;
      Authentication.setAuthenticatedUserId(step.person());
      engine.getTaskService().complete(task.getId(), step.person(), step.activity().equals("assess") ? Map.of("cost", cost) : Map.of());
    }
  }

  @Override
  protected long openCases() {
    return engine.getRuntimeService().createProcessInstanceQuery().count();
  }

  @Override
  protected long casesEndedAt(String end) {
    return engine.getHistoryService().createHistoricActivityInstanceQuery().activityId(end).finished().count();
  }

  @Override
  protected void stop() {
    engine.close();
  }
}

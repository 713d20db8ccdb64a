package peers;

import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.engine.task.Task;

/** Camunda 7, embedded: as it stands, with the ids that its manual asks for in production and without the job executor, which has nothing to do. */
public final class Camunda extends Peer {
  private ProcessEngine engine;

  public static void main(String[] arguments) throws Exception {
    new Camunda().run(arguments);
  }

  @Override
  protected String name() {
    return "Camunda " + ProcessEngine.class.getPackage().getImplementationVersion();
  }

  @Override
  protected void start(String url, boolean withHistory, String bpmn) {
    ProcessEngineConfigurationImpl configuration = new StandaloneProcessEngineConfiguration();
    configuration.setJdbcUrl(url);
    configuration.setJdbcUsername("sa");
    configuration.setJdbcPassword("");
    configuration.setDatabaseSchemaUpdate(ProcessEngineConfiguration.DB_SCHEMA_UPDATE_TRUE);
    configuration.setJobExecutorActivate(false);
    configuration.setIdGenerator(new StrongUuidGenerator());
    configuration.setHistory(withHistory ? ProcessEngineConfiguration.HISTORY_FULL : ProcessEngineConfiguration.HISTORY_NONE);
    configuration.setEnforceHistoryTimeToLive(false);
    engine = configuration.buildProcessEngine();
    engine.getRepositoryService().createDeployment().addString("request.bpmn", bpmn).deploy();
  }

  @Override
  protected void play(int cost) {
    engine.getIdentityService().setAuthenticatedUserId("ann");
    String id = engine.getRuntimeService().startProcessInstanceByKey("request").getId();
    for (Step step : STEPS) {
      Task task = engine.getTaskService().createTaskQuery().processInstanceId(id).taskDefinitionKey(step.activity()).singleResult();
      if (task == null) return;
      engine.getIdentityService().setAuthenticatedUserId(step.person());
      engine.getTaskService().complete(task.getId(), step.activity().equals("assess") ? Map.of("cost", cost) : Map.of());
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

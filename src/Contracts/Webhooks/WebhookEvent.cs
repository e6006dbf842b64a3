namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>What is sent of one event, to however many endpoints.</summary>
/// <param name="Id">The same for every endpoint and every try; made of the job and its version.</param>
/// <param name="Type">For instance <c>job.completed</c>.</param>
/// <param name="Job">The job; null for a ping.</param>
/// <param name="Version">The version of the job that the event made; 0 for a ping.</param>
/// <param name="Body">The JSON that is sent, byte by byte the same at every try.</param>
public sealed record WebhookEvent(string Id, string Type, Guid? Job, long Version, string Body);

using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a customer thought of a completed job; given once.</summary>
/// <param name="Job">The job.</param>
/// <param name="Customer">Who says it.</param>
/// <param name="Provider">Of whom.</param>
/// <param name="Stars">1 to 5.</param>
/// <param name="Comment">At most 500 characters; null for none.</param>
/// <param name="At">When.</param>
public sealed record JobRating(JobId Job, CustomerId Customer, ProviderId Provider, int Stars, string? Comment, DateTimeOffset At);

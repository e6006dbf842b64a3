using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a provider can do or is licensed for.</summary>
/// <param name="Skills">All of it: at most 50 slugs, each once, in any order; empty for nothing.</param>
public sealed record SkillsBody(ImmutableArray<string> Skills);

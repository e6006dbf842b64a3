namespace O2O.Dispatch.Contracts.Merchants;

/// <summary>What came of writing something that others may write, too.</summary>
/// <typeparam name="T">What is written.</typeparam>
/// <param name="Written">Whether it was; not when another was faster.</param>
/// <param name="Stands">What stands now; null when there is none, or it is another's.</param>
public readonly record struct Edit<T>(bool Written, T? Stands)
    where T : class;

namespace O2O.Dispatch.Payments.Sandbox;

/// <summary>Where the sandbox's ids and secrets come from. Called under the sandbox's lock, in the order of the requests.</summary>
public interface ISandboxIds
{
    /// <summary>A new id.</summary>
    /// <param name="prefix">What it begins with, such as <c>pi</c>; an underscore follows.</param>
    string Next(string prefix);
}

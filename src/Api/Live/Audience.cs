namespace O2O.Dispatch.Api.Live;

/// <summary>Who hears: what is told differs.</summary>
internal enum Audience
{
    /// <summary>A customer: the PIN on its own stream.</summary>
    Customer,

    /// <summary>A provider.</summary>
    Provider,

    /// <summary>An operator.</summary>
    Ops,

    /// <summary>Whoever has a share link: no ids of people, no money.</summary>
    Share,

    /// <summary>A merchant, or who works for one: its orders, without what customers show at its counter.</summary>
    Merchant,
}

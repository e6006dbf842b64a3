namespace Orleans;

/// <summary>Makes references. A reference is callable from anywhere; making one does not activate the grain.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this Guid key.</summary>
    TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey;

    /// <summary>A reference to the grain with this integer key.</summary>
    TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey;

    /// <summary>A reference to the grain with this string key. The prefix picks among several classes of one interface.</summary>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>A reference to the grain with this identity, through an interface its class has.</summary>
    TGrainInterface GetGrain<TGrainInterface>(Runtime.GrainId grainId)
        where TGrainInterface : Runtime.IAddressable;
}

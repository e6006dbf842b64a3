namespace Orleans;

/// <summary>Marks an attribute that tells the engine what to give a constructor parameter.</summary>
public interface IFacetMetadata
{
}

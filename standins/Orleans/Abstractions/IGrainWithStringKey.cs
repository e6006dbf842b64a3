namespace Orleans;

/// <summary>A grain addressed by a string.</summary>
public interface IGrainWithStringKey : IGrain
{
}

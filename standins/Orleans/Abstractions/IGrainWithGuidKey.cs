namespace Orleans;

/// <summary>A grain addressed by a Guid, held as its 32 hexadecimal digits.</summary>
public interface IGrainWithGuidKey : IGrain
{
}
